import { OmitType } from '@nestjs/swagger';
import { TriggerDestinationView } from '../triggers/trigger.view.js';

export class AlertDestinationView extends OmitType(TriggerDestinationView, ['secret'] as const) {}

export class AlertsView {
  /** Where alerts go, unless a trigger has alert destinations of its own. */
  destinations!: AlertDestinationView[];
}

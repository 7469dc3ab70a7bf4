import type { components } from './schema';

type Schemas = components['schemas'];

export type Trigger = Schemas['TriggerView'];
export type TriggerBody = Schemas['TriggerDto'];
export type Event = Schemas['EventView'];
export type EventWithDeliveries = Schemas['EventWithDeliveriesView'];
export type Delivery = Schemas['DeliveryView'];
export type DeliveryChange = Schemas['DeliveryChangeView'];
export type Attempt = Schemas['AttemptView'];
export type SentRequest = NonNullable<Attempt['request']>;
export type Destination = Schemas['DestinationView'];
export type Replay = Schemas['ReplayView'];
export type Me = Schemas['MeView'];
export type Forecast = Schemas['ForecastView'];
export type Peak = Schemas['PeakView'];
export type Stats = Schemas['StatsView'];
export type Step = Schemas['StepView'];
export type Policy = Schemas['RetentionDto'];
export type Simulation = Schemas['SimulationView'];
export type RetentionRun = Schemas['RetentionRunView'];
export type ApiKey = Schemas['ApiKeyView'];
export type NewApiKey = Schemas['NewApiKeyView'];
export type User = Schemas['UserView'];
export type Project = Schemas['ProjectView'];
export type AuditEntry = Schemas['AuditEntryView'];
export type Scope = Me['scopes'][number];

import type { components } from './schema';

type Schemas = components['schemas'];

export type Trigger = Schemas['TriggerView'];
export type TriggerBody = Schemas['TriggerDto'];
export type Event = Schemas['EventView'];
export type EventWithDeliveries = Schemas['EventWithDeliveriesView'];
export type Delivery = Schemas['DeliveryView'];
export type DeliveryChange = Schemas['DeliveryChangeView'];
export type Attempt = Schemas['AttemptView'];
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

import { Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Forecast as Prediction } from '../../api/types';
import { useMay } from '../../app/me';
import { ButtonLink } from '../../ui/button-link';
import { inPlace } from '../../ui/in-place';
import { NothingYet } from '../../ui/nothing-yet';
import { curl } from '../../ui/curl';
import { Section } from '../../ui/section';
import { firingsInWords, minuteOf } from './heat';
import { HeatMap } from './heat-map';
import { MinuteDetail } from './minute-detail';

const page = getRouteApi('/shell/calendar');

const EXAMPLE = {
  name: 'every quarter of an hour',
  trigger_type: 'scheduled',
  cron: '*/15 * * * *',
  destinations: [{ url: 'https://example.com/hook' }],
};

/** The next 24 hours by minutes. */
export function Forecast({ of: forecast }: { of: Prediction }) {
  const navigate = useNavigate();
  const { at: chosen } = page.useSearch();
  const may = useMay('manage');
  if (forecast.triggers === 0)
    return (
      <NothingYet
        title="Nothing fires by itself in the next 24 hours"
        text="Triggers with a schedule show here, minute by minute, as soon as there is one."
        curl={curl('POST', '/triggers', EXAMPLE)}
      >
        {may && (
          <ButtonLink to="/triggers/new" search={{ template: 'every-15-minutes' }} w="fit-content">
            New trigger with a schedule
          </ButtonLink>
        )}
      </NothingYet>
    );
  return (
    <Section title="The next 24 hours">
      <Text size="sm" mb="xs">
        {firingsInWords(forecast.firings)} of {forecast.triggers.toLocaleString('en')}{' '}
        {forecast.triggers === 1 ? 'trigger' : 'triggers'}
        {forecast.estimated && ', estimated by a sample'}. Firings by call or hook are nobody’s to know.
      </Text>
      <HeatMap
        minutes={forecast.minutes}
        from={forecast.from}
        chosen={chosen === undefined ? undefined : minuteOf(chosen, forecast.from)?.at}
        onChoose={(at) => void navigate({ to: '/calendar', search: (kept) => ({ ...kept, at }), ...inPlace })}
      />
      <MinuteDetail of={forecast} />
    </Section>
  );
}

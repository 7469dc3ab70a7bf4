import { Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { $api } from '../../api/client';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { Coming } from './coming';
import { DestinationLoad } from './destination-load';
import { Forecast } from './forecast';
import { Ledger } from './ledger';
import { Peaks } from './peaks';

export const route = createLazyRoute('/shell/calendar')({ component: Calendar });

function Calendar() {
  const forecast = $api.useQuery('get', '/forecast', {}, { refetchInterval: 60_000 });
  return (
    <>
      <PageHeader
        title="Schedule calendar"
        about="What the schedules will fire in the next 24 hours, and why one did not."
      />
      <Stack>
        <Failure of={forecast.error} />
        {forecast.isPending && <Loading of="the forecast" height={420} />}
        {forecast.data && <Forecast of={forecast.data} />}
        <Coming />
        {forecast.data && (
          <>
            <Peaks of={forecast.data} />
            <DestinationLoad of={forecast.data} />
          </>
        )}
        <Ledger />
      </Stack>
    </>
  );
}

import { ButtonLink } from '../ui/button-link';
import { PageHeader } from '../ui/page-header';

export function NotFoundPage() {
  return (
    <>
      <PageHeader
        title="There is no such page"
        about="The address may be wrong, or the page may have moved."
      />
      <ButtonLink to="/" variant="default">
        To the overview
      </ButtonLink>
    </>
  );
}

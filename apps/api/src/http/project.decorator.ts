import { createParamDecorator } from '@nestjs/common';
import { DEFAULT_PROJECT } from '@app/database';

/** The id of the project that a request is about. Until there is more than one it is always the default project. */
export const ProjectId = createParamDecorator(() => DEFAULT_PROJECT.id);

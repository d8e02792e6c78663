import { applyDecorators, Controller, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiDefaultResponse, ApiExtraModels, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { AdminValidationPipe } from './admin-validation.pipe.js';
import { AdminGuard } from './admin.guard.js';
import { EtagInterceptor } from './etag.js';
import { Problem } from './problem.dto.js';
import { ReadAdminBodyInterceptor } from './read-admin-body.interceptor.js';
import { RefreshAfterWriteInterceptor } from './refresh-after-write.interceptor.js';
import { ADMIN_PREFIX } from './routes.js';
import { WriteLogInterceptor } from './write-log.interceptor.js';

/** Name of the security scheme in the OpenAPI document. */
export const ADMIN_TOKEN_SCHEME = 'admin-token';

/**
 * A controller of the admin API: prefix, authentication, validation, problem details and refresh after a write.
 *
 * @param path below the admin prefix, without slashes at the ends
 * @param tag its heading in Swagger
 */
export function AdminController(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    OpenAdminController(path, tag),
    UseGuards(AdminGuard),
    UseInterceptors(ReadAdminBodyInterceptor, EtagInterceptor, RefreshAfterWriteInterceptor, WriteLogInterceptor),
    ApiBearerAuth(ADMIN_TOKEN_SCHEME),
  );
}

/** The same for whoever comes, whose routes authenticate by themselves and change no configuration. */
export function OpenAdminController(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller(`${ADMIN_PREFIX}/${path}`),
    UsePipes(AdminValidationPipe),
    ApiTags(tag),
    ApiExtraModels(Problem),
    ApiDefaultResponse({
      description: 'The request was refused (RFC 9457)',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } },
    }),
  );
}

import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  getSchemaPath,
} from '@nestjs/swagger';

/** What a route answers: a resource read or changed, one created, a page of them, or nothing (`@HttpCode(204)`). */
export type ActionAnswer = { readonly ok: Type } | { readonly created: Type } | { readonly page: Type } | 'nothing';

/** A route of the admin API as Swagger shows it. */
export function ApiAction(summary: string, answer: ActionAnswer): MethodDecorator {
  return applyDecorators(ApiOperation({ summary }), ...documentAnswer(answer));
}

function documentAnswer(answer: ActionAnswer): MethodDecorator[] {
  if (answer === 'nothing') return [ApiNoContentResponse({ description: 'Done' })];
  if ('created' in answer) return [ApiCreatedResponse({ description: 'Created', type: answer.created })];
  if ('ok' in answer) return [ApiOkResponse({ description: 'OK', type: answer.ok })];
  return [ApiExtraModels(answer.page), ApiOkResponse({ description: 'A page', schema: toPageSchema(answer.page) })];
}

function toPageSchema(view: Type) {
  return {
    type: 'object',
    required: ['items', 'nextCursor'],
    properties: {
      items: { type: 'array', items: { $ref: getSchemaPath(view) } },
      nextCursor: { type: 'string', nullable: true, description: 'Null on the last page' },
    },
  };
}

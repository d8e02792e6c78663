import type { OpenAPIObject } from '@nestjs/swagger';
import { ADMIN_PREFIX } from '../core/http/routes.js';
import { ADMIN_EXAMPLES, errorExampleOf, pathExampleOf } from './examples.js';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

export interface DocumentedOperation {
  readonly method: string;
  /** As in the document. */
  readonly path: string;
  readonly operation: Operation;
}

/** What the decorators of a route do not say: examples, and each error that the route can answer with. */
export function completeOperation(documented: DocumentedOperation): void {
  const { operation } = documented;
  // Nest numbers the prefixes of a controller that has several: `Gateway_models[0]`.
  operation.operationId = operation.operationId?.replace(/\[\d+\]$/, '');
  for (const parameter of operation.parameters ?? []) if ('in' in parameter) completeParameter(documented, parameter);
  completeBody(documented);
  // Those of the gateway's routes stand with them: their form is their API's.
  if (!documented.path.startsWith(ADMIN_PREFIX)) return;
  for (const [status, description] of adminErrorsOf(documented)) addError(documented, status, description);
}

type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;

function completeParameter({ method, path }: DocumentedOperation, parameter: Parameter): void {
  if (parameter.in === 'query' && parameter.example !== undefined) {
    // Swagger UI would send the examples of all filters at once, and find nothing.
    parameter.description = `${parameter.description ?? ''}, such as \`${String(parameter.example)}\``;
    delete parameter.example;
  }
  if (parameter.in !== 'path') return;
  if (parameter.name === '*') parameter.name = 'id';
  if (!path.startsWith(ADMIN_PREFIX)) {
    parameter.example = '@sandbox/sandbox-1';
    return;
  }
  const { example, description, schema } = pathExampleOf(path.slice(ADMIN_PREFIX.length), parameter.name) ?? {};
  if (schema === undefined) return;
  Object.assign(parameter, { description, schema });
  // Nobody should delete the demo by trying what the page shows.
  if (example !== undefined && method !== 'delete') parameter.example = example;
}

function completeBody({ method, path, operation }: DocumentedOperation): void {
  if (operation.requestBody === undefined || !('content' in operation.requestBody)) return;
  const content = operation.requestBody.content['application/json'];
  const example = ADMIN_EXAMPLES[`${method.toUpperCase()} ${path.slice(ADMIN_PREFIX.length)}`];
  if (content !== undefined && path.startsWith(ADMIN_PREFIX) && example !== undefined) content.example = example;
}

type ErrorOf = readonly [status: number, description: string];

function adminErrorsOf({ method, path, operation }: DocumentedOperation): readonly ErrorOf[] {
  const hasBody = operation.requestBody !== undefined;
  const isWrite = method !== 'get';
  const hasInput = hasBody || operation.parameters?.some((parameter) => 'in' in parameter && parameter.in === 'query');
  const takesIfMatch = operation.parameters?.some((parameter) => 'name' in parameter && parameter.name === 'If-Match');
  const isListed = (listed: readonly (ErrorOf | false)[]) => listed.filter((error) => error !== false);
  return isListed([
    hasInput === true && [400, 'A wrong type, a missing or an unknown field or parameter'],
    [401, 'No admin token, or a wrong one'],
    path.includes('{') && [404, 'There is no such resource'],
    isWrite && [409, 'The slug or name is taken, or the resource is in use'],
    takesIfMatch === true && [
      412,
      'The resource has changed since the state that `If-Match` names; nothing was written',
    ],
    hasBody && [413, 'The body is larger than this route takes: 1 MB, or a file of 8 MB'],
    hasBody && [415, 'The body is of no content type that this route takes'],
    hasBody && [422, 'The form is right, but what it says cannot be'],
    [503, 'The database does not answer; try again'],
  ]);
}

/** In the form of the route's `default` answer. */
function addError({ operation }: DocumentedOperation, status: number, description: string): void {
  const byDefault = operation.responses['default'];
  if (byDefault === undefined || !('content' in byDefault)) return;
  const content = structuredClone(byDefault.content ?? {});
  for (const form of Object.values(content)) form.example = errorExampleOf(status, description);
  operation.responses[String(status)] ??= { description, content };
}

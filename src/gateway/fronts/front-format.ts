import type { IncomingHttpHeaders } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { GatewayError } from '../../core/errors.js';
import type { ErrorFormat } from '../../core/http/exception.filter.js';

/** How a public API is spoken, whatever vendor answers. */
export interface FrontFormat extends ErrorFormat {
  /** What may be the caller's secret, in the order in which it is tried. */
  secretsOf(headers: IncomingHttpHeaders): readonly string[];
  /** Whether a secret was sent at all, in whatever form. */
  sendsSecret(headers: IncomingHttpHeaders): boolean;
  /** How a secret is sent, for those who sent none. */
  readonly secretHeader: string;
  /** The last frame of a stream that failed. */
  errorFrame(error: GatewayError): Buffer;
  /** The last frame of a stream that is whole, in place of `[DONE]`, which ends those of OpenAI's format. Null: none. */
  readonly streamEnd: string | null;
  /** Of its errors. */
  readonly documentation: { readonly description: string; readonly schema: SchemaObject };
}

type Components = NonNullable<OpenAPIObject['components']>;
export type SchemaObject = Exclude<NonNullable<Components['schemas']>[string], { $ref: string }>;

import { HttpException, Injectable, ValidationPipe, type ArgumentMetadata, type Type } from '@nestjs/common';
import { instanceToPlain, plainToInstance, type ClassTransformOptions } from 'class-transformer';
import type { ValidationError } from 'class-validator';
import { isJsonObject } from '../json.js';
import { malformed, type FieldError } from './admin-errors.js';
import { jsonFieldsOf } from './fields.js';
import { toPointer } from './problem-details.js';

/** Checks bodies and queries of the admin API by their classes: unknown fields are errors, every error has a pointer. */
@Injectable()
export class AdminValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: true,
      transformerPackage: { plainToInstance: toInstance, classToPlain: instanceToPlain },
      exceptionFactory: (errors: ValidationError[]) => malformed(toFieldErrors(errors)),
    });
  }

  /** Nest would silently delete keys such as `constructor`, which are valid in JSON that is stored. */
  protected override stripProtoKeys(): void {}

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && value !== undefined && !isJsonObject(value)) {
      throw malformed([{ pointer: '', detail: 'the body must be a JSON object' }]);
    }
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (error instanceof HttpException) throw error;
      // Nesting that overflows the stack and keys such as `constructor` break class-transformer.
      throw malformed([{ pointer: '', detail: 'it cannot be read: nested too deeply, or with reserved keys' }]);
    }
  }
}

/** class-transformer, but free-form JSON comes out as it went in. */
function toInstance<Instance>(
  type: Type<Instance>,
  plain: unknown,
  options?: ClassTransformOptions,
): Instance | Instance[] {
  const instance = plainToInstance(type, plain, options) as Instance | Instance[];
  restoreJson(instance, plain, []);
  return instance;
}

function restoreJson(instance: unknown, plain: unknown, path: readonly string[]): void {
  if (Array.isArray(instance) && Array.isArray(plain)) {
    instance.forEach((item, index) => restoreJson(item, plain[index], [...path, String(index)]));
  } else if (isJsonObject(instance) && isJsonObject(plain)) {
    const jsonFields = jsonFieldsOf(instance);
    for (const key of Object.keys(plain)) {
      if (jsonFields.has(key)) instance[key] = plain[key];
      else if (Object.hasOwn(instance, key)) restoreJson(instance[key], plain[key], [...path, key]);
      // class-transformer leaves out `__proto__` and `constructor` silently.
      else throw malformed([{ pointer: toPointer([...path, key]), detail: notAField(key) }]);
    }
  }
}

function notAField(name: string): string {
  return `${name} is not a field here`;
}

function toFieldErrors(errors: readonly ValidationError[], parents: readonly string[] = []): FieldError[] {
  return errors.flatMap((error) => {
    const path = [...parents, error.property];
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      pointer: toPointer(path),
      detail: rule === 'whitelistValidation' ? notAField(error.property) : message,
    }));
    return [...own, ...toFieldErrors(error.children ?? [], path)];
  });
}

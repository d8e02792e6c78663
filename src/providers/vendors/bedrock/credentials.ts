import { IsOptional, Matches, ValidateBy, ValidateIf } from 'class-validator';
import type { CredentialField } from '../../provider-strategy.js';
import { Token } from '../../auth/bearer.js';

/** An API key beside AWS keys would leave open whose account is charged. */
function StandsAlone(): PropertyDecorator {
  return ValidateBy({
    name: 'standsAlone',
    validator: {
      validate: (_, on) => {
        const { accessKeyId, secretAccessKey, sessionToken } = on?.object as BedrockCredentials;
        return [accessKeyId, secretAccessKey, sessionToken].every((key) => key === undefined);
      },
      defaultMessage: () => 'apiKey is used alone: leave out accessKeyId, secretAccessKey and sessionToken',
    },
  });
}

/** A Bedrock API key or AWS keys with a region, or a region alone for the machine's own role. */
export class BedrockCredentials {
  @IsOptional()
  @StandsAlone()
  @Token()
  apiKey?: string;

  @ValidateIf((credentials: BedrockCredentials) => credentials.secretAccessKey !== undefined)
  @Token()
  accessKeyId?: string;

  @ValidateIf(({ accessKeyId, sessionToken }: BedrockCredentials) => (accessKeyId ?? sessionToken) !== undefined)
  @Token()
  secretAccessKey?: string;

  @IsOptional()
  @Token()
  sessionToken?: string;

  /** Part of the host's name, so nothing but a region's form. */
  @Matches(/^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/, { message: 'region must be an AWS region such as us-east-1' })
  region: string;
}

export const CREDENTIAL_FIELDS: readonly CredentialField[] = [
  { name: 'region', required: true, secret: false, description: 'AWS region, such as us-east-1', example: 'us-east-1' },
  { name: 'apiKey', required: false, secret: true, description: 'Bedrock API key, instead of AWS keys' },
  {
    name: 'accessKeyId',
    required: false,
    secret: true,
    description: "Access key id; without any key the machine's own role is used",
  },
  { name: 'secretAccessKey', required: false, secret: true, description: 'Secret access key, with the access key id' },
  { name: 'sessionToken', required: false, secret: true, description: 'Session token of temporary keys' },
];

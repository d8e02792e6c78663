import { Matches, ValidateBy } from 'class-validator';
import { Credential, Token } from '../../auth/credential.js';

/** An API key beside AWS keys would leave unclear which account is charged. */
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
  /** Part of the host's name, so nothing but a region's form. */
  @Credential(
    { required: true, description: 'AWS region, such as us-east-1', example: 'us-east-1' },
    Matches(/^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/, { message: 'region must be an AWS region such as us-east-1' }),
  )
  region: string;

  @Credential({ secret: true, description: 'Bedrock API key, instead of AWS keys' }, Token(), StandsAlone())
  apiKey?: string;

  @Credential(
    {
      required: ({ secretAccessKey }: BedrockCredentials) => secretAccessKey !== undefined,
      secret: true,
      description: "Access key id; without any key the machine's own role is used",
    },
    Token(),
  )
  accessKeyId?: string;

  @Credential(
    {
      required: ({ accessKeyId, sessionToken }: BedrockCredentials) => (accessKeyId ?? sessionToken) !== undefined,
      secret: true,
      description: 'Secret access key, with the access key id',
    },
    Token(),
  )
  secretAccessKey?: string;

  @Credential({ secret: true, description: 'Session token of temporary keys' }, Token())
  sessionToken?: string;
}

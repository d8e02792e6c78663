import { IsUrl, Matches, ValidateBy } from 'class-validator';
import { type Attribution, AttributionField } from '../../auth/attribution.js';
import { Credential, Token } from '../../auth/credential.js';
import { TAG_RULES } from './assume-role.js';

/** An API key beside AWS keys would leave unclear which account is charged. */
function StandsAlone(): PropertyDecorator {
  return ValidateBy({
    name: 'standsAlone',
    validator: {
      validate: (_, on) => {
        const { accessKeyId, secretAccessKey, sessionToken, roleArn } = on?.object as BedrockCredentials;
        return [accessKeyId, secretAccessKey, sessionToken, roleArn].every((key) => key === undefined);
      },
      defaultMessage: () => 'apiKey is used alone: leave out accessKeyId, secretAccessKey, sessionToken and roleArn',
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

  @Credential(
    {
      required: ({ externalId, tags, stsUrl }: BedrockCredentials) => (externalId ?? tags ?? stsUrl) !== undefined,
      description:
        "Role that the keys, or the machine's own role, assume for each call; its session bears the environment's name",
      example: 'arn:aws:iam::123456789012:role/llm-calls',
    },
    Matches(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, {
      message: 'roleArn must be the ARN of a role, such as arn:aws:iam::123456789012:role/name',
    }),
  )
  roleArn?: string;

  @Credential(
    { description: "External id that the role's trust policy asks for" },
    Matches(/^[\w+=,.@:/-]{2,1224}$/, {
      message: 'externalId must be 2 to 1224 letters, digits and + = , . @ : / - _',
    }),
  )
  externalId?: string;

  @Credential(
    {
      type: 'object',
      description: "Session tags for AWS's bill: name of the tag → environment, or metadata.<key>",
    },
    AttributionField(TAG_RULES),
  )
  tags?: Attribution;

  @Credential(
    { description: "STS of another place; the region's own by default", choosesHost: true },
    IsUrl(
      { protocols: ['https', 'http'], require_protocol: true, require_tld: false, disallow_auth: true },
      { message: 'stsUrl must be a URL' },
    ),
  )
  stsUrl?: string;
}

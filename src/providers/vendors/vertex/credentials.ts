import { CredentialsError } from '../../credentials-error.js';
import { IsString, Matches, MaxLength } from 'class-validator';
import { type Attribution, AttributionField, type AttributionRules } from '../../auth/attribution.js';
import { Credential } from '../../auth/credential.js';
import { readGoogleCredentials, type GoogleIdentity } from '../../auth/google-service-account.js';
import { findAmbientIdentity } from '../../auth/google-ambient-identity.js';

/** @see https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/add-labels-to-api-calls */
export const LABEL_RULES: AttributionRules = {
  what: 'label',
  most: 64,
  name: /^[a-z][a-z0-9_-]{0,62}$/,
  value: /^[a-z0-9_-]{0,63}$/,
  valueIs: 'Google takes 63 lower-case letters, digits, - and _ at most',
};

export class VertexCredentials {
  @Credential(
    { required: true, description: 'Id of the Google Cloud project', example: 'my-project' },
    Matches(/^(?!\.+$)[a-z0-9:.-]{1,128}$/, {
      message: 'projectId must be the id or number of a Google Cloud project',
    }),
  )
  projectId: string;

  @Credential(
    { required: true, description: 'Location, as us-central1, europe-west4, eu or global', example: 'europe-west4' },
    Matches(/^[a-z0-9-]{2,64}$/, { message: 'region must be a location of Vertex AI, as us-central1, eu or global' }),
  )
  region: string;

  @Credential(
    {
      secret: true,
      description: "A service account's key file, whole, as text; without it the machine's own identity is used",
    },
    MaxLength(20_000),
    IsString(),
  )
  serviceAccountJson?: string;

  @Credential(
    {
      type: 'object',
      description: "Labels of Gemini calls for Google's bill: name of the label → environment, or metadata.<key>",
    },
    AttributionField(LABEL_RULES),
  )
  labels?: Attribution;
}

/** @throws CredentialsError where the file is of another kind, or its key is no key */
export function identityOf({ serviceAccountJson }: VertexCredentials): GoogleIdentity {
  if (serviceAccountJson === undefined) return findAmbientIdentity();
  try {
    return readGoogleCredentials(serviceAccountJson);
  } catch (error) {
    const message =
      'serviceAccountJson must be the whole text of a key file of type service_account or authorized_user, as Google gave it';
    throw new CredentialsError('serviceAccountJson', message, { cause: error });
  }
}

/** The token endpoint is named by the pasted file, so it is checked like any address that an administrator types. */
export function tokenUrlsOf(credentials: VertexCredentials): readonly string[] {
  return credentials.serviceAccountJson === undefined ? [] : [identityOf(credentials).tokenUrl];
}

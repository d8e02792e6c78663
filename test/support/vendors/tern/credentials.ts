import { Matches } from 'class-validator';
import { Credential, Token } from '../../../../src/providers/auth/credential.js';

export class TernCredentials {
  @Credential({ required: true, secret: true, description: 'Token of the nest' }, Token())
  token: string;

  @Credential(
    { required: true, description: 'Name of the nest', example: 'north', namesAccount: true },
    Matches(/^[a-z-]{4,40}$/, { message: 'nest must be letters and hyphens' }),
  )
  nest: string;
}

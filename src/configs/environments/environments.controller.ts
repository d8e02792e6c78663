import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { IfMatch, type Precondition } from '../../core/http/etag.js';
import { IdParam, ResourceParam } from '../../core/http/resource-param.js';
import { mapPage, PageQuery, type Page } from '../../core/http/page.js';
import { toRedact } from './content-redaction.js';
import { EnvironmentSecretsService } from './environment-secrets.service.js';
import {
  CreateEnvironmentBody,
  CreateSecretBody,
  EnvironmentView,
  NewSecretView,
  RotateSecretBody,
  SecretView,
  toEnvironmentView,
  toSecretView,
  TriedRedactionView,
  TryRedactionBody,
  UpdateEnvironmentBody,
} from './environment.dto.js';
import { EnvironmentsService } from './environments.service.js';
import { Environment } from './environment.entity.js';

const ENVIRONMENT = { entity: Environment, column: 'slug', what: 'environment' } as const;

@AdminController('environments', 'Environments')
export class EnvironmentsController {
  constructor(
    private readonly environments: EnvironmentsService,
    private readonly secrets: EnvironmentSecretsService,
  ) {}

  @Get()
  @ApiAction('List environments', { page: EnvironmentView })
  async list(@Query() page: PageQuery): Promise<Page<EnvironmentView>> {
    return mapPage(await this.environments.list(page), toEnvironmentView);
  }

  @Post()
  @ApiAction('Create an environment; it has no secret yet', { created: EnvironmentView })
  async create(@Body() body: CreateEnvironmentBody): Promise<EnvironmentView> {
    return toEnvironmentView(await this.environments.create(body));
  }

  @Post('content-redaction/try')
  @HttpCode(200)
  @ApiAction('See what would be kept of a text; nothing is stored', { ok: TriedRedactionView })
  tryRedaction(@Body() { contentRedaction, text }: TryRedactionBody): TriedRedactionView {
    return { kept: toRedact(contentRedaction)(text) };
  }

  @Get(':id')
  @ApiAction('Read an environment', { ok: EnvironmentView })
  async get(@ResourceParam('id', ENVIRONMENT) id: string): Promise<EnvironmentView> {
    return toEnvironmentView(await this.environments.get(id));
  }

  @Patch(':id')
  @ApiAction('Change an environment', { ok: EnvironmentView })
  async update(
    @ResourceParam('id', ENVIRONMENT) id: string,
    @Body() body: UpdateEnvironmentBody,
    @IfMatch() precondition: Precondition,
  ): Promise<EnvironmentView> {
    return toEnvironmentView(await this.environments.update(id, body, precondition));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiAction('Delete an environment that no rule is for; its secrets end', 'nothing')
  async delete(@ResourceParam('id', ENVIRONMENT) id: string, @IfMatch() precondition: Precondition): Promise<void> {
    await this.environments.delete(id, precondition);
  }

  @Get(':id/secrets')
  @ApiAction('List the secrets of an environment, without what they are', { page: SecretView })
  async listSecrets(@ResourceParam('id', ENVIRONMENT) id: string, @Query() page: PageQuery): Promise<Page<SecretView>> {
    return mapPage(await this.secrets.list(id, page), toSecretView);
  }

  @Post(':id/secrets')
  @ApiAction('Make a secret; it is shown this once', { created: NewSecretView })
  createSecret(@ResourceParam('id', ENVIRONMENT) id: string, @Body() body: CreateSecretBody): Promise<NewSecretView> {
    return this.secrets.create(id, body);
  }

  @Post(':id/secrets/rotate')
  @ApiAction('Make a secret and let the others end after a grace period', { created: NewSecretView })
  rotateSecrets(@ResourceParam('id', ENVIRONMENT) id: string, @Body() body: RotateSecretBody): Promise<NewSecretView> {
    return this.secrets.rotate(id, body);
  }

  @Delete(':id/secrets/:secretId')
  @HttpCode(204)
  @ApiAction('End a secret at once', 'nothing')
  async deleteSecret(
    @ResourceParam('id', ENVIRONMENT) id: string,
    @IdParam('secretId') secretId: string,
  ): Promise<void> {
    await this.secrets.delete(id, secretId);
  }
}

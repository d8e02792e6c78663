import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { IdParam } from '../../core/http/fields.js';
import { ApiPage, mapPage, PageQuery, type Page } from '../../core/http/page.js';
import { EnvironmentSecretsService } from './environment-secrets.service.js';
import {
  CreateEnvironmentBody,
  EnvironmentView,
  NewSecretView,
  RotateSecretBody,
  toEnvironmentView,
  UpdateEnvironmentBody,
} from './environment.dto.js';
import { EnvironmentsService } from './environments.service.js';

@AdminController('environments', 'Environments')
export class EnvironmentsController {
  constructor(
    private readonly environments: EnvironmentsService,
    private readonly secrets: EnvironmentSecretsService,
  ) {}

  /** List environments */
  @Get()
  @ApiPage(EnvironmentView)
  async list(@Query() page: PageQuery): Promise<Page<EnvironmentView>> {
    return mapPage(await this.environments.list(page), toEnvironmentView);
  }

  /** Create an environment; it has no secret yet */
  @Post()
  async create(@Body() body: CreateEnvironmentBody): Promise<EnvironmentView> {
    return toEnvironmentView(await this.environments.create(body));
  }

  /** Read an environment */
  @Get(':id')
  async get(@IdParam('id') id: string): Promise<EnvironmentView> {
    return toEnvironmentView(await this.environments.get(id));
  }

  /** Change an environment */
  @Patch(':id')
  async update(@IdParam('id') id: string, @Body() body: UpdateEnvironmentBody): Promise<EnvironmentView> {
    return toEnvironmentView(await this.environments.update(id, body));
  }

  /** Delete an environment that no rule is for; its secrets end */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam('id') id: string): Promise<void> {
    await this.environments.delete(id);
  }

  /** Make a secret; it is shown this once */
  @Post(':id/secrets')
  createSecret(@IdParam('id') id: string): Promise<NewSecretView> {
    return this.secrets.create(id);
  }

  /** Make a secret and let the others end after a grace period */
  @Post(':id/secrets/rotate')
  rotateSecrets(@IdParam('id') id: string, @Body() body: RotateSecretBody): Promise<NewSecretView> {
    return this.secrets.rotate(id, body.graceSeconds);
  }

  /** End a secret at once */
  @Delete(':id/secrets/:secretId')
  @HttpCode(204)
  async deleteSecret(@IdParam('id') id: string, @IdParam('secretId') secretId: string): Promise<void> {
    await this.secrets.delete(id, secretId);
  }
}

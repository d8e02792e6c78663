import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { noSuch } from '../../core/http/admin-errors.js';
import { IfMatch, type Precondition } from '../../core/http/etag.js';
import { ResourceParam } from '../../core/http/resource-param.js';
import { mapPage, PageQuery, type Page } from '../../core/http/page.js';
import { ChangesNothing } from '../../core/http/write-log.interceptor.js';
import { previewPrompt } from './preview-prompt.js';
import {
  CreateVariantBody,
  CreateVersionBody,
  PreviewPromptBody,
  PromptPreviewView,
  toVersionView,
  UpdateVariantBody,
  VariantDetailView,
  VariantView,
  VersionView,
} from './variant.dto.js';
import { VariantsService } from './variants.service.js';
import { VersionsService } from './versions.service.js';
import { Variant } from './variant.entity.js';

const VARIANT = { entity: Variant, column: 'name', what: 'variant' } as const;

@AdminController('variants', 'Variants')
export class VariantsController {
  constructor(
    private readonly variants: VariantsService,
    private readonly versions: VersionsService,
  ) {}

  @Get()
  @ApiAction('List variants', { page: VariantView })
  list(@Query() page: PageQuery): Promise<Page<VariantView>> {
    return this.variants.list(page);
  }

  @Post()
  @ApiAction('Create a variant, with its first version if given', { created: VariantDetailView })
  create(@Body() body: CreateVariantBody): Promise<VariantDetailView> {
    return this.variants.create(body);
  }

  @Post('preview-prompt')
  @HttpCode(200)
  @ChangesNothing()
  @ApiAction('Render a system prompt with an `input`, as a call would. Nothing is called', { ok: PromptPreviewView })
  previewPrompt(@Body() { systemPrompt, input }: PreviewPromptBody): PromptPreviewView {
    return { text: previewPrompt(systemPrompt, input) };
  }

  @Get(':id')
  @ApiAction('Read a variant and its latest version', { ok: VariantDetailView })
  get(@ResourceParam('id', VARIANT) id: string): Promise<VariantDetailView> {
    return this.variants.get(id);
  }

  @Patch(':id')
  @ApiAction('Rename a variant; its content changes by a new version', { ok: VariantDetailView })
  update(
    @ResourceParam('id', VARIANT) id: string,
    @Body() body: UpdateVariantBody,
    @IfMatch() precondition: Precondition,
  ): Promise<VariantDetailView> {
    return this.variants.update(id, body, precondition);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiAction('Delete a variant that no rule names, and its versions', 'nothing')
  async delete(@ResourceParam('id', VARIANT) id: string, @IfMatch() precondition: Precondition): Promise<void> {
    await this.variants.delete(id, precondition);
  }

  @Get(':id/versions')
  @ApiAction('List versions, the latest first', { page: VersionView })
  async listVersions(@ResourceParam('id', VARIANT) id: string, @Query() page: PageQuery): Promise<Page<VersionView>> {
    return mapPage(await this.versions.list(id, page), toVersionView);
  }

  @Post(':id/versions')
  @ApiAction('Make the next version; it is never changed after', { created: VersionView })
  async createVersion(
    @ResourceParam('id', VARIANT) id: string,
    @Body() body: CreateVersionBody,
    @IfMatch() precondition: Precondition,
  ): Promise<VersionView> {
    return toVersionView(await this.versions.create(id, body, precondition));
  }

  @Get(':id/versions/:version')
  @ApiAction('Read a version by its number, or `latest`', { ok: VersionView })
  async getVersion(@ResourceParam('id', VARIANT) id: string, @Param('version') version: string): Promise<VersionView> {
    return toVersionView(await this.versions.get(id, toVersionReference(version)));
  }
}

function toVersionReference(text: string): number | 'latest' {
  if (text === 'latest') return text;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw noSuch('version');
}

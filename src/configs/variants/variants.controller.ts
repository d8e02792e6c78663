import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { AdminController } from '../../core/http/admin-controller.js';
import { MissingError } from '../../core/http/admin-errors.js';
import { IdParam } from '../../core/http/fields.js';
import { ApiPage, mapPage, PageQuery, type Page } from '../../core/http/page.js';
import {
  CreateVariantBody,
  CreateVersionBody,
  toVersionView,
  UpdateVariantBody,
  VariantDetailView,
  VariantView,
  VersionView,
} from './variant.dto.js';
import { VariantsService } from './variants.service.js';
import { VersionsService } from './versions.service.js';

@AdminController('variants', 'Variants')
export class VariantsController {
  constructor(
    private readonly variants: VariantsService,
    private readonly versions: VersionsService,
  ) {}

  /** List variants */
  @Get()
  @ApiPage(VariantView)
  list(@Query() page: PageQuery): Promise<Page<VariantView>> {
    return this.variants.list(page);
  }

  /** Create a variant, with its first version if given */
  @Post()
  create(@Body() body: CreateVariantBody): Promise<VariantDetailView> {
    return this.variants.create(body);
  }

  /** Read a variant and its latest version */
  @Get(':id')
  get(@IdParam('id') id: string): Promise<VariantDetailView> {
    return this.variants.get(id);
  }

  /** Rename a variant; its content changes by a new version */
  @Patch(':id')
  update(@IdParam('id') id: string, @Body() body: UpdateVariantBody): Promise<VariantDetailView> {
    return this.variants.update(id, body);
  }

  /** Delete a variant that no rule names, and its versions */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam('id') id: string): Promise<void> {
    await this.variants.delete(id);
  }

  /** List versions, the latest first */
  @Get(':id/versions')
  @ApiPage(VersionView)
  async listVersions(@IdParam('id') id: string, @Query() page: PageQuery): Promise<Page<VersionView>> {
    return mapPage(await this.versions.list(id, page), toVersionView);
  }

  /** Make the next version; it is never changed after */
  @Post(':id/versions')
  async createVersion(@IdParam('id') id: string, @Body() body: CreateVersionBody): Promise<VersionView> {
    return toVersionView(await this.versions.create(id, body));
  }

  /** Read a version by its number, or `latest` */
  @Get(':id/versions/:version')
  @ApiParam({
    name: 'version',
    schema: {
      oneOf: [
        { type: 'integer', minimum: 1 },
        { type: 'string', enum: ['latest'] },
      ],
    },
  })
  async getVersion(@IdParam('id') id: string, @Param('version') version: string): Promise<VersionView> {
    return toVersionView(await this.versions.get(id, toVersionReference(version)));
  }
}

function toVersionReference(text: string): number | 'latest' {
  if (text === 'latest') return text;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new MissingError('version');
}

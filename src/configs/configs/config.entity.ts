import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Constraints, takenSlug } from '../../core/http/database-failure.js';

/** A named use case; rules say who gets which variant. */
@Entity('configs')
@Constraints({
  configs_slug_key: takenSlug('config'),
})
export class Config {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  slug: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}

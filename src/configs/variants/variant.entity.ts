import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Constraints } from '../../core/http/database-failure.js';

/** A way to serve a config: a name whose content is in its versions. */
@Entity('variants')
@Constraints({
  variants_name_key: { status: 409, pointer: '/name', detail: 'another variant has this name; give another one' },
})
export class Variant {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}

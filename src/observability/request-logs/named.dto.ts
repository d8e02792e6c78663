import { ApiProperty } from '@nestjs/swagger';

/** Its id, and its name as it was at the time: what it names may have another by now, or be gone. */
export class NamedView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'production' })
  name: string;
}

export function toNamed(id: string | null, name: string | null): NamedView | null {
  return id === null ? null : { id, name: name ?? '' };
}

export const SECRET_BOX = Symbol('SECRET_BOX');

/** Seals secrets for rest. `boundTo` (the row's id) must be the same to open: a sealed text moved to another row is dead. */
export interface SecretBox {
  seal(plain: string, boundTo: string): string;
  /** @throws Error where no key opens it or it belongs to another row */
  open(sealed: string, boundTo: string): string;
}

/** `data-…` attributes that a control hands on to its element, for tests and styles. */
export interface DataAttributes {
  readonly [name: `data-${string}`]: string | number | boolean | undefined;
}

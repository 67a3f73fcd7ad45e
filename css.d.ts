/** CSS modules give class names by name; next-env.d.ts says so too, but exists only after the first build. */
declare module '*.module.css' {
  const classes: { readonly [name: string]: string };
  export default classes;
}

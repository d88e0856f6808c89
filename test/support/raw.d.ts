/** A fixture as text: what runs in workerd has no disk to read. */
declare module "*?raw" {
  const text: string;
  export default text;
}

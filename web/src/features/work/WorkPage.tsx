/** A placeholder until the workbench is here. */
export function WorkPage() {
  return <main />;
}

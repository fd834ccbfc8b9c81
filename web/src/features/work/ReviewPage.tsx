/** A placeholder until the workbench is here. */
export function ReviewPage() {
  return <main />;
}

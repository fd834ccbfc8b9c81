export function OntologyPage() { return null; }

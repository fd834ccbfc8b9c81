import type { Ontology, OntologyVersion } from '../../../lib/contracts';
import { path, put } from '../../../lib/http';

export const saveOntology = (project: string, ontology: Ontology) => put<OntologyVersion>(path`/projects/${project}/ontology`, ontology);

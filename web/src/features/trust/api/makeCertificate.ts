import type { CertificateSummary, NewCertificate } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const makeCertificate = (request: NewCertificate) => post<CertificateSummary>('/trust/certificates', request);

import type { Certificate } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const makeCertificate = () => post<Certificate>('/trust/certificates');

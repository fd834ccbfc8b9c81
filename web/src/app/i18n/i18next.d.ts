import 'i18next';
import type account from '../../i18n/en/account.json';
import type apiDocs from '../../i18n/en/apiDocs.json';
import type common from '../../i18n/en/common.json';
import type customers from '../../i18n/en/customers.json';
import type exports from '../../i18n/en/exports.json';
import type home from '../../i18n/en/home.json';
import type imports from '../../i18n/en/imports.json';
import type keys from '../../i18n/en/keys.json';
import type ontology from '../../i18n/en/ontology.json';
import type people from '../../i18n/en/people.json';
import type problems from '../../i18n/en/problems.json';
import type projects from '../../i18n/en/projects.json';
import type session from '../../i18n/en/session.json';
import type shell from '../../i18n/en/shell.json';
import type quality from '../../i18n/en/quality.json';
import type staffing from '../../i18n/en/staffing.json';
import type tasks from '../../i18n/en/tasks.json';
import type trust from '../../i18n/en/trust.json';
import type viewer from '../../i18n/en/viewer.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      account: typeof account;
      apiDocs: typeof apiDocs;
      common: typeof common;
      customers: typeof customers;
      exports: typeof exports;
      home: typeof home;
      imports: typeof imports;
      keys: typeof keys;
      ontology: typeof ontology;
      people: typeof people;
      problems: typeof problems;
      projects: typeof projects;
      session: typeof session;
      shell: typeof shell;
      quality: typeof quality;
      staffing: typeof staffing;
      tasks: typeof tasks;
      trust: typeof trust;
      viewer: typeof viewer;
      /** Of several files, and with keys that are made up at run time (commands, issues): a test compares them with the sources. */
      workbench: Record<string, string>;
    };
  }
}

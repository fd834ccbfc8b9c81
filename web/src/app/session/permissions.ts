import type { Me, Role } from '../../lib/contracts';

/** What the screen offers. The server decides again on every request. */
export type Permission = 'work' | 'seeProgress' | 'steerTasks' | 'manageProjects' | 'managePeople' | 'manageKeys' | 'audit' | 'staff' | 'manageTrust' | 'manageCustomers' | 'askForGlass';

const holders: { readonly [K in Exclude<Permission, 'manageCustomers' | 'askForGlass'>]: readonly Role[] } = {
  work: ['annotator', 'reviewer', 'lead', 'engineer', 'administrator'],
  seeProgress: ['lead', 'engineer', 'administrator'],
  steerTasks: ['lead', 'engineer', 'administrator'],
  manageProjects: ['engineer', 'administrator'],
  managePeople: ['administrator'],
  manageKeys: ['administrator'],
  staff: ['lead', 'engineer', 'administrator'],
  audit: ['engineer', 'administrator'],
  manageTrust: ['administrator'],
};

export const may = (me: Me, permission: Permission): boolean =>
  permission === 'manageCustomers' ? me.isOperator
  : permission === 'askForGlass' ? me.mayAskForGlass
  : me.glass !== undefined ? permission === 'seeProgress'
  : me.roles.some((role) => holders[permission].includes(role));

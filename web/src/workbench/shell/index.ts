/** What the app needs of the workbench besides its pages. */
export { eraseLocalWork, unsentAnswers } from './idbStore';

import { commandsFor, FormCore } from '../../engine/form';
import { definePlugin } from '../contract';
import { FormView } from './FormView';
import { loadInputs, type FormMedia } from './media';

export default definePlugin<FormCore, FormMedia>({
  id: 'form',
  loadMedia: loadInputs,
  createCore: ({ ontology, content, mode }) => new FormCore({ ontology, content, mode }),
  tools: [],
  commands: commandsFor,
  View: FormView,
  // The questions are the canvas.
  Panels: {},
  describe: (region) => region.class,
  check: (core) => core.check(),
});

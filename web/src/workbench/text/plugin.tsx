import { commandsFor, TextCore } from '../../engine/text';
import { definePlugin } from '../contract';
import { describeSpan } from './describe';
import { TextInspector } from './Inspector';
import { loadTexts, type TextMedia } from './media';
import { TextOutliner } from './Outliner';
import { TextView } from './TextView';
import { TextToolbar } from './Toolbar';

export default definePlugin<TextCore, TextMedia>({
  id: 'text',
  loadMedia: loadTexts,
  createCore: ({ ontology, content, media, mode }) => new TextCore({ ontology, content, mode, sources: media.sources }),
  tools: [
    { id: 'select', titleKey: 'text.command.select', commandId: 'tool.select' },
    { id: 'label', titleKey: 'text.command.labelTool', commandId: 'tool.label' },
    { id: 'relate', titleKey: 'text.command.relate', commandId: 'tool.relate' },
  ],
  commands: commandsFor,
  View: TextView,
  Panels: { Toolbar: TextToolbar, Outliner: TextOutliner, Inspector: TextInspector },
  describe: describeSpan,
  check: (core) => core.check(),
});

import { Clipboard, commandsFor, ImageCore, type ToolId } from '../../engine/image';
import { definePlugin } from '../contract';
import { describeRegion } from './describe';
import { ImageView } from './ImageView';
import { ImageInspector } from './Inspector';
import { loadImage, type ImageMedia } from './media';
import { ImageOutliner } from './Outliner';
import { ImageToolbar } from './Toolbar';

/** One for all images of this tab: what is copied on one can be pasted on the next. */
const clipboard = new Clipboard();

const tools: readonly ToolId[] = ['select', 'box', 'polygon', 'point', 'pan', 'comment'];

export default definePlugin<ImageCore, ImageMedia>({
  id: 'image',
  loadMedia: loadImage,
  createCore: ({ ontology, content, media, mode }) => new ImageCore({ ontology, content, mode, clipboard, image: { width: media.width, height: media.height } }),
  tools: tools.map((id) => ({ id, titleKey: `image.tool.${id}`, commandId: `tool.${id}` })),
  commands: commandsFor,
  View: ImageView,
  Panels: { Toolbar: ImageToolbar, Outliner: ImageOutliner, Inspector: ImageInspector },
  describe: describeRegion,
  check: (core) => core.check(),
});

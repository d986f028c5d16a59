import { defineTexts } from './define-texts.js'

export const ccsuiTexts = defineTexts({
  'ccsui.warning.CCSUI_BAD_NUMBER': {
    en: '{file}:{line}:{column}: {nodePath}: {element} has {attribute}="{text}", which is no number; ' +
      '{used} is written.',
    zh: '{file}:{line}:{column}：{nodePath}：{element} 的 {attribute}="{text}" 不是数字；写入 {used}。'
  },
  'ccsui.warning.CCSUI_UNKNOWN_CLASS': {
    en: '{file}:{line}:{column}: {nodePath}: the class "{className}" is unknown; written as a plain Node.',
    zh: '{file}:{line}:{column}：{nodePath}：未知的类 "{className}"；按普通 Node 写出。'
  },
  'ccsui.warning.CCSUI_FRAME_AS_FILE': {
    en: '{file}:{line}:{column}: {nodePath}: the frame {path} of a sheet is written as a file.',
    zh: '{file}:{line}:{column}：{nodePath}：图集中的帧 {path} 按文件写出。'
  },
  'ccsui.missingEntries': {
    en: '{count} {count#file|files} {count#is|are} listed in the project but {count#is|are} not there: ' +
      '{list}',
    zh: '工程中列出的 {count} 个文件不存在：{list}'
  },
  'ccsui.missingEntry': {
    en: '{file} is listed in the project but is not there.',
    zh: '{file} 列在工程中，但文件不存在。'
  },
  'ccsui.missing.file': {
    en: '{place}: {nodePath}: the game has no {kind} {path}',
    zh: '{place}：{nodePath}：游戏中没有 {kind} {path}'
  },
  'ccsui.missing.default': {
    en: "{place}: {nodePath}: the Studio's own {path} is not published",
    zh: '{place}：{nodePath}：Studio 自带的 {path} 没有发布'
  },
  'ccsui.missing.frame': {
    en: '{place}: {nodePath}: the sheet {plist} has no frame {path}',
    zh: '{place}：{nodePath}：图集 {plist} 中没有帧 {path}'
  },
  'ccsui.missing.sheet': {
    en: '{place}: {nodePath}: the game has no sheet {plist} for the frame {path}',
    zh: '{place}：{nodePath}：游戏中没有帧 {path} 所在的图集 {plist}'
  },
  'ccsui.missing.case': {
    en: '{place}: {nodePath}: {path} is spelled {suggestion}; a phone tells them apart',
    zh: '{place}：{nodePath}：{path} 实际写作 {suggestion}；手机会区分大小写'
  },
  'ccsui.missing.part': {
    en: '{place}: {nodePath}: {found} needs {part}, which the game does not have',
    zh: '{place}：{nodePath}：{found} 需要 {part}，而游戏中没有它'
  },
  'ccsui.missing.cycle': {
    en: '{place}: {nodePath}: the csb hold each other without end: {found}',
    zh: '{place}：{nodePath}：csb 互相嵌套，没有尽头：{found}'
  },
  'ccsui.missing.lfs': {
    en: '{place}: {nodePath}: {found} is only a pointer of git-lfs; run "git lfs pull"',
    zh: '{place}：{nodePath}：{found} 只是 git-lfs 的指针；请运行 "git lfs pull"'
  },
  'ccsui.defaultsMissing': {
    en: "The csb name pictures of the Studio's own that are not published: {list}",
    zh: 'csb 引用了没有发布的 Studio 自带图片：{list}'
  },
  'ccsui.standIns': {
    en: 'Transparent pictures stand in for {list}; name a folder with the real ones in defaultPictures',
    zh: '工程引用了 Studio 自带的图片，已用透明图片代替：{list}。请用 defaultPictures 指定含有它们的目录'
  },
  'command.ccsuiPublish': {
    en: 'Publish a Cocos Studio project: csb, sheets of csi files, and copies of what they name',
    zh: '发布 Cocos Studio 工程：csb、csi 图集，以及被引用文件的副本'
  },
  'option.ccsui.publishOutput': {
    en: 'Where to publish; default: the directory that the .cfg names',
    zh: '发布目录；默认为 .cfg 中的目录'
  },
  'option.ccsui.resources': {
    en: 'Which files are copied; default: as the .cfg says, else reference',
    zh: '复制哪些文件；默认按 .cfg，否则为 reference'
  },
  'option.ccsui.defaultPictures': {
    en: "Folder with the Studio's own pictures, such as an old res/Default",
    zh: '含有 Studio 自带图片的目录，例如旧的 res/Default'
  },
  'option.ccsui.skipCheck': {
    en: 'Publish also when the game would not find all that the csb name',
    zh: '即使游戏找不到 csb 引用的全部内容也发布'
  },
  'option.ccsui.fix': {
    en: 'Also print the rules of a project file that would publish what is missing',
    zh: '同时输出能发布所缺内容的项目文件规则'
  },
  'ccsui.fix': {
    en: 'Put these rules in place of those of the same names.',
    zh: '请用这些规则替换同名规则。'
  },
  'ccsui.noFix': { en: 'No rule would mend that.', zh: '没有规则能补上所缺内容。' },
  'ccsui.textGaps': {
    en: '{file}: {missing} texts have no translation and stay as the csd have them, {changed} are ' +
      'translations of an earlier text, {stale} rows belong to no node any more',
    zh:
      '{file}：{missing} 条文本没有译文，保留 csd 中的原文；{changed} 条译自旧文本；{stale} 行已没有对应的节点'
  },
  'command.ccsuiTextsExport': {
    en: 'Write the texts of all csd to a table for translators, or bring one up to date',
    zh: '将全部 csd 的文本写成供翻译的表格，或更新已有的表格'
  },
  'command.ccsuiTextsImport': {
    en: 'Take what a translator sent back into the table of a language',
    zh: '将译者交回的表格并入该语言的文本表'
  },
  'option.ccsui.textsOutput': {
    en: 'The table of one language, such as texts/en.csv; translations in it are kept',
    zh: '一种语言的文本表，例如 texts/en.csv；其中已有的译文会保留'
  },
  'ccsui.texts': {
    en: '{texts} texts in {output}: {missing} without translation, {changed} changed since, ' +
      '{stale} no longer used',
    zh: '{output} 中有 {texts} 条文本：{missing} 条没有译文，{changed} 条原文已改，{stale} 条不再使用'
  },
  'ccsui.text.missing': { en: '{place}: not translated', zh: '{place}：没有译文' },
  'ccsui.text.changed': { en: '{place}: the csd has another text since', zh: '{place}：csd 中的原文已改' },
  'ccsui.text.stale': { en: '{place}: no csd has this text any more', zh: '{place}：csd 中已没有这条文本' },
  'command.ccsuiRecover': {
    en: 'Make the csd of a csb, or of all below a folder',
    zh: '由 csb（或目录中的全部 csb）还原 csd'
  },
  'option.ccsui.recoverOutput': {
    en: 'The csd to write; for a folder, the folder to write to',
    zh: '要写入的 csd；若输入为目录，则为输出目录'
  },
  'ccsui.recovered': {
    en: '{count} csd written to {output}. What only the editor knows (guides, locks) is in no csb',
    zh: '已将 {count} 个 csd 写入 {output}。只有编辑器知道的内容（参考线、锁定）不在 csb 中'
  },
  'ccsui.recoveredPartly': {
    en: '{file}: the csd exports to a csb that differs in {count} values',
    zh: '{file}：该 csd 导出的 csb 有 {count} 处不同'
  },
  'ccsui.unused': { en: '{path} is named by no csb', zh: '没有 csb 引用 {path}' },
  'option.ccsui.search': {
    en: 'Folders below DIR where the game looks too, when DIR holds csb files',
    zh: 'DIR 中是 csb 时，游戏还会查找的子目录'
  },
  'option.ccsui.unused': {
    en: 'Also list the pictures that no csb names',
    zh: '同时列出没有 csb 引用的图片'
  },
  'ccsui.checked': {
    en: '{checked} {checked#file|files} with {references} {references#reference|references}: {missing} ' +
      'missing, {failed} unreadable',
    zh: '{checked} 个文件，{references} 处引用：缺少 {missing} 处，{failed} 个无法读取'
  },
  'command.ccsuiCheck': {
    en: 'Check that the game finds everything that the csb files name; exit status 1 when it does not',
    zh: '检查游戏能否找到 csb 引用的全部内容；有缺失时退出状态为 1'
  },
  'command.ccsuiVerify': {
    en: 'Export with the embedded exporter and an external one, and show where the results differ',
    zh: '用内置导出器和外部导出器各导出一次，并显示差异'
  },
  'option.ccsui.against': {
    en: 'The exporter to compare with; external is the one that is installed',
    zh: '要比较的导出器；external 表示本机已安装的那个'
  },
  'option.ccsui.tool': {
    en: "Path of the external exporter's program; by default it is looked for on PATH",
    zh: '外部导出器程序的路径；默认在 PATH 中查找'
  },
  'ccsui.verified': {
    en: '{count} csd compared with {tool}, {different} differ',
    zh: '与 {tool} 比较了 {count} 个 csd，{different} 个不同'
  },
  'ccsui.exported': {
    en: '{count} csb written to {output} ({size})',
    zh: '已将 {count} 个 csb 写入 {output}（{size}）'
  },
  'ccsui.same': { en: '{first} and {second} hold the same.', zh: '{first} 与 {second} 内容相同。' },
  'ccsui.compared': {
    en: '{same} {same#file|files} {same#is|are} the same, {equal} are equal for the game, {different} ' +
      'differ, {first} are only ' +
      'in the first folder, {second} only in the second',
    zh: '{same} 个文件相同，{equal} 个对游戏而言相等，{different} 个不同，{first} 个只在第一个目录中，' +
      '{second} 个只在第二个目录中'
  },
  'ccsui.compared.different': { en: 'different: {path}: {list}', zh: '不同：{path}：{list}' },
  'ccsui.compared.first': { en: 'only in {first}: {path}', zh: '只在 {first} 中：{path}' },
  'ccsui.compared.second': { en: 'only in {second}: {path}', zh: '只在 {second} 中：{path}' },
  'ccsui.different': { en: '{count} differences', zh: '{count} 处不同' },
  'command.ccsuiExport': {
    en: 'Export Cocos Studio csd files to csb',
    zh: '将 Cocos Studio 的 csd 文件导出为 csb'
  },
  'command.ccsuiDump': { en: 'Show what a csb holds', zh: '显示 csb 的内容' },
  'command.ccsuiDiff': {
    en: 'Compare what two csb files hold, or two published folders; exit status 1 when they differ',
    zh: '比较两个 csb 或两个发布目录的内容；不同时退出状态为 1'
  },
  'option.ccsui.output': {
    en: 'File to write; a folder when a folder or a .ccs is exported',
    zh: '要写入的文件；导出目录或 .ccs 时为目录'
  },
  'option.ccsui.format': {
    en: 'What a csd becomes: csb, JSON for JavaScript, or a Lua script',
    zh: 'csd 导出为：csb、供 JavaScript 使用的 JSON，或 Lua 脚本'
  },
  'option.ccsui.serializer': {
    en: 'What csd are published as: csb, json or lua. Default: what the .cfg says',
    zh: 'csd 发布为 csb、json 或 lua。默认以 .cfg 为准'
  },
  'option.ccsui.keepGoing': {
    en: 'Write what can be exported even when other files fail; the exit status is 1 all the same',
    zh: '即使其他文件失败，也写出能导出的文件；退出状态仍为 1'
  },
  'option.ccsui.texturePrefix': {
    en: 'Put before the path of every picture and sheet',
    zh: '加在每个图片和图集路径之前'
  },
  'option.ccsui.textureType': {
    en: 'Write pictures as the csd says, as files, or as frames of sheets',
    zh: '图片按 csd 所写、按文件或按图集帧写出'
  },
  'option.ccsui.csbPrefix': {
    en: 'Put before the path of every nested csb',
    zh: '加在每个嵌套 csb 路径之前'
  },
  'option.ccsui.fontPrefix': { en: 'Put before the path of every font', zh: '加在每个字体路径之前' },
  'option.ccsui.engine': {
    en: 'Whose loader reads the csb: cocos2d-x or axmol, which knows more classes',
    zh: 'csb 由哪个引擎加载：cocos2d-x，或类更多的 axmol'
  },
  'option.ccsui.unknownClass': {
    en: 'A class that the engine cannot load: an error, or written as a plain Node',
    zh: '引擎无法加载的类：报错，或按普通 Node 写出'
  }
})

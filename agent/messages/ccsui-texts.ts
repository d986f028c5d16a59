import { defineTexts } from './define-texts.js'

export const ccsuiTexts = defineTexts({
  'ccsui.warning.CCSUI_BAD_NUMBER': {
    en: '{file}:{line}:{column}: {nodePath}: {element} has {attribute}="{text}", which is no number; ' +
      '{used} is written.',
    zh: '{file}:{line}:{column}:{nodePath}:{element} 的 {attribute}="{text}" 不是数字;写入 {used}。'
  },
  'ccsui.warning.CCSUI_UNKNOWN_CLASS': {
    en: '{file}:{line}:{column}: {nodePath}: the class "{className}" is unknown; written as a plain Node.',
    zh: '{file}:{line}:{column}:{nodePath}:未知的类 "{className}";按普通 Node 写出。'
  },
  'ccsui.warning.CCSUI_FRAME_AS_FILE': {
    en: '{file}:{line}:{column}: {nodePath}: the frame {path} of a sheet is written as a file.',
    zh: '{file}:{line}:{column}:{nodePath}:图集中的帧 {path} 按文件写出。'
  },
  'ccsui.missingEntry': {
    en: '{file} is listed in the project but is not there.',
    zh: '{file} 列在工程中,但文件不存在。'
  },
  'ccsui.missing.file': {
    en: '{file}:{line}:{column}: {nodePath}: there is no {kind} {path}',
    zh: '{file}:{line}:{column}:{nodePath}:没有 {kind} {path}'
  },
  'ccsui.missing.frame': {
    en: '{file}:{line}:{column}: {nodePath}: the sheet {plist} has no frame {path}',
    zh: '{file}:{line}:{column}:{nodePath}:图集 {plist} 中没有帧 {path}'
  },
  'ccsui.missing.sheet': {
    en: '{file}:{line}:{column}: {nodePath}: there is no sheet {plist} for the frame {path}',
    zh: '{file}:{line}:{column}:{nodePath}:没有帧 {path} 所在的图集 {plist}'
  },
  'ccsui.missing.case': {
    en: '{file}:{line}:{column}: {nodePath}: {path} is spelled {suggestion} in the project',
    zh: '{file}:{line}:{column}:{nodePath}:{path} 在工程中写作 {suggestion}'
  },
  'ccsui.checked': {
    en: '{checked} csd with {references} references: {missing} missing, {failed} unreadable',
    zh: '{checked} 个 csd,{references} 处引用:缺少 {missing} 处,{failed} 个无法读取'
  },
  'command.ccsuiCheck': {
    en: 'Check that everything the csd files name is in the project; exit status 1 when something is missing',
    zh: '检查 csd 引用的内容是否都在工程中;有缺失时退出状态为 1'
  },
  'command.ccsuiVerify': {
    en: 'Export with the embedded exporter and an external one, and show where the results differ',
    zh: '用内置导出器和外部导出器各导出一次,并显示差异'
  },
  'option.ccsui.against': {
    en: 'The exporter to compare with; external is the one that is installed',
    zh: '要比较的导出器;external 表示本机已安装的那个'
  },
  'option.ccsui.tool': {
    en: "Path of the external exporter's program; by default it is looked for on PATH",
    zh: '外部导出器程序的路径;默认在 PATH 中查找'
  },
  'ccsui.verified': {
    en: '{count} csd compared with {tool}, {different} differ',
    zh: '与 {tool} 比较了 {count} 个 csd,{different} 个不同'
  },
  'ccsui.exported': {
    en: '{count} csb written to {output} ({bytes} bytes)',
    zh: '已将 {count} 个 csb 写入 {output}({bytes} 字节)'
  },
  'ccsui.same': { en: '{first} and {second} hold the same.', zh: '{first} 与 {second} 内容相同。' },
  'ccsui.different': { en: '{count} differences', zh: '{count} 处不同' },
  'command.ccsuiExport': {
    en: 'Export Cocos Studio csd files to csb',
    zh: '将 Cocos Studio 的 csd 文件导出为 csb'
  },
  'command.ccsuiDump': { en: 'Show what a csb holds', zh: '显示 csb 的内容' },
  'command.ccsuiDiff': {
    en: 'Compare what two csb files hold; exit status 1 when they differ',
    zh: '比较两个 csb 的内容;不同时退出状态为 1'
  },
  'option.ccsui.output': {
    en: 'File to write; a folder when a folder or a .ccs is exported',
    zh: '要写入的文件;导出目录或 .ccs 时为目录'
  },
  'option.ccsui.keepGoing': {
    en: 'Write what can be exported even when other files fail; the exit status is 1 all the same',
    zh: '即使其他文件失败,也写出能导出的文件;退出状态仍为 1'
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
  'option.ccsui.unknownClass': {
    en: 'A class that the engine cannot load: an error, or written as a plain Node',
    zh: '引擎无法加载的类:报错,或按普通 Node 写出'
  }
})

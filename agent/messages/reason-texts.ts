import { defineTexts } from './define-texts.js'

/** Reasons within errors and explanations of runs, art and command lines; see phraseTexts. */
export const reasonTexts = defineTexts({
  'picture.transparent': {
    en: 'it is transparent somewhere, which a JPEG cannot be',
    zh: '它有透明部分，JPEG 不支持'
  },
  'picture.unknown': { en: 'no picture that packline knows', zh: 'packline 不认识的内容' },
  'picture.photoshop': { en: 'a Photoshop document', zh: 'Photoshop 文档' },
  'picture.packed': { en: 'a packed texture (ccz)', zh: '压缩纹理（ccz）' },
  'picture.video': { en: 'an AVIF, HEIC or video file', zh: 'AVIF、HEIC 或视频文件' },
  'picture.pointer': {
    en: 'a Git LFS pointer (run "git lfs pull")',
    zh: 'Git LFS 指针文件（请运行 "git lfs pull"）'
  },
  'picture.markup': { en: 'XML, HTML or SVG', zh: 'XML、HTML 或 SVG' },
  'picture.extensions': { en: 'pictures end in {extensions}', zh: '图片的扩展名应为 {extensions}' },
  'picture.pixels': { en: 'its header says {width}×{height} pixels', zh: '其文件头为 {width}×{height} 像素' },
  'picture.cutHeader': { en: 'the file ends within its header', zh: '文件在文件头中就结束了' },
  'picture.cgbi': {
    en: 'Xcode has rewritten it for iOS (CgBI); take the original PNG',
    zh: 'Xcode 已为 iOS 改写（CgBI），请使用原来的 PNG'
  },
  'picture.pngHeader': { en: 'its PNG header is damaged', zh: '其 PNG 文件头损坏' },
  'picture.jpegHeader': { en: 'its JPEG header is damaged', zh: '其 JPEG 文件头损坏' },
  'picture.webpHeader': { en: 'its WebP header is damaged', zh: '其 WebP 文件头损坏' },
  'picture.channels': { en: 'a JPEG with {count} colour channels', zh: '有 {count} 个颜色通道的 JPEG' },
  'picture.animated': {
    en: 'an animated WebP; sprites are single pictures',
    zh: '动画 WebP，小图应为单张图片'
  },
  'picture.size': { en: 'its pixels do not fit its size', zh: '其像素与尺寸不符' },
  'tps.noProject': {
    en: 'it is no TexturePacker project (<data> with a struct of Settings)',
    zh: '不是 TexturePacker 工程（<data>，含 Settings 结构）'
  },
  'lease.notHeld': { en: 'it was not held to the end', zh: '它没有保持到最后' },
  'tps.wrote': { en: 'it wrote {written}; expected {expected}', zh: '它写出了 {written}，应为 {expected}' },
  'tps.noPictures': {
    en: 'there are no pictures where it looks for sprites',
    zh: '它查找小图的位置没有图片'
  },
  'tps.outside': {
    en: 'it names {source}, which is outside of the project',
    zh: '它指定的 {source} 在项目之外'
  },
  'tps.missing': { en: 'it names {path}, which is not there', zh: '它指定的 {path} 不存在' },
  'tps.noSprites': { en: 'it names no sprites', zh: '它没有指定小图' },
  'tps.braces': {
    en: 'it takes the braces in the name {name} for placeholders',
    zh: '它会把名称 {name} 中的花括号当作占位符'
  },
  'texts.control': { en: 'line {line} has a control character', zh: '第 {line} 行含有控制字符' },
  'texts.noColumn': { en: 'no column {columns}', zh: '缺少列 {columns}' },
  'publisher.unset': { en: 'the variable {name} is not set', zh: '环境变量 {name} 未设置' },
  'file.unreadable': { en: '{name} cannot be read', zh: '{name} 无法读取' },
  'file.unreadableFor': { en: '{name} cannot be read ({reason})', zh: '{name} 无法读取（{reason}）' },
  'folder.notHere': {
    en: 'it is not on this machine, or its volume is not mounted',
    zh: '不在本机，或其卷没有挂载'
  },
  'hook.noObject': { en: 'it is no JSON object', zh: '不是 JSON 对象' },
  'hook.noRepository': { en: 'it names no repository', zh: '没有给出仓库' },
  'text.notUtf8': { en: 'it is not UTF-8', zh: '不是 UTF-8' },
  'file.endsBefore': { en: 'it ends before byte {offset}', zh: '在第 {offset} 字节之前就结束了' },
  'sheet.picture': {
    en: 'its picture {name} is neither PNG nor WebP',
    zh: '其图片 {name} 既不是 PNG 也不是 WebP'
  },
  'file.outside': { en: 'it lies outside of the project {project}', zh: '它在项目 {project} 之外' },
  'file.notThere': { en: 'it is not there', zh: '它不存在' },
  'expected.version': { en: 'one to four numbers such as 1.4.0', zh: '一到四个数字，例如 1.4.0' },
  'expected.writable': { en: 'a file that can be written ({reason})', zh: '可以写入的文件（{reason}）' },
  'expected.agent': {
    en: 'http://HOST:PORT, https://HOST:PORT, unix:PATH or none',
    zh: 'http://HOST:PORT、https://HOST:PORT、unix:PATH 或 none'
  },
  'expected.variable': {
    en: 'the name of a variable, for a command after --',
    zh: '环境变量名，供 -- 之后的命令使用'
  },
  'expected.filesOrFetch': {
    en: 'either --files or --fetch',
    zh: '--files 与 --fetch 只用其一'
  },
  'expected.store': {
    en: 'an address that begins with http://, https://, s3:// or oss://, without a password',
    zh: '以 http://、https://、s3:// 或 oss:// 开头且不含密码的地址'
  },
  'expected.address': {
    en: 'an address that begins with http:// or https://, for a --folder or --url',
    zh: '以 http:// 或 https:// 开头的地址，配合 --folder 或 --url'
  },
  'expected.atMost': { en: 'a text of at most {most} characters', zh: '最多 {most} 个字符的文字' },
  'expected.json': { en: 'JSON ({reason})', zh: 'JSON（{reason}）' },
  'expected.moment': { en: 'a moment such as 2026-03-01T10:00:00Z', zh: '时刻，例如 2026-03-01T10:00:00Z' },
  'expected.percentage': {
    en: 'a percentage from 0 to 100 with at most two decimals',
    zh: '0 到 100 的百分数，最多两位小数'
  },
  'expected.fieldValue': {
    en: 'FIELD=VALUE, such as priority=20 or match.platform=["ios"]',
    zh: '字段=值，例如 priority=20 或 match.platform=["ios"]'
  },
  'expected.parameterValue': { en: 'NAME=VALUE, such as logLevel=all', zh: '名称=值，例如 logLevel=all' },
  'expected.field': { en: 'the name of a field', zh: '字段名' },
  'expected.below': {
    en: 'a field below an object, and {folder} is none',
    zh: '对象之下的字段，而 {folder} 不是对象'
  },
  'expected.client': { en: 'an object, such as {client}', zh: '对象，例如 {client}' },
  'expected.name': { en: 'letters, digits, ".", "_" and "-"', zh: '字母、数字、"."、"_" 和 "-"' },
  'expected.userName': {
    en: 'letters and digits of any script, ".", "_", "@", "+" and "-"',
    zh: '任何文字的字母和数字，以及 "."、"_"、"@"、"+" 和 "-"'
  },
  'expected.sha256': { en: '64 hexadecimal digits', zh: '64 个十六进制数字' },
  'why.version': {
    en: "packline's version of {kind} changed from {before} to {after}",
    zh: 'packline 处理 {kind} 的版本由 {before} 变为 {after}'
  },
  'why.moreInputs': { en: 'and {count} more inputs', zh: '另有 {count} 个输入' },
  'why.order': { en: 'the order of its inputs changed', zh: '输入的顺序有变化' },
  'why.inputRemoved': { en: 'input {name} was removed', zh: '输入 {name} 已移除' },
  'why.damaged': { en: 'its cached output is missing or damaged', zh: '缓存中的输出缺失或损坏' },
  'why.evicted': { en: 'its record of the last run was evicted', zh: '上次运行的记录已被清理' },
  'why.never': { en: 'it never ran here', zh: '从未在此运行' },
  'why.inputChanged': { en: 'input {name} changed', zh: '输入 {name} 有改动' },
  'why.inputAdded': { en: 'input {name} was added', zh: '新增输入 {name}' },
  'why.option': {
    en: 'option {name} changed from {before} to {after}',
    zh: '选项 {name} 由 {before} 变为 {after}'
  },
  'why.optionNew': { en: 'option {name} is new: {value}', zh: '新增选项 {name}：{value}' },
  'why.optionGone': { en: 'option {name} is gone, it was {value}', zh: '选项 {name} 已去掉，原为 {value}' },
  'why.toolNew': { en: 'tool {name} is new: {value}', zh: '新增工具 {name}：{value}' },
  'why.toolGone': { en: 'tool {name} is gone, it was {value}', zh: '工具 {name} 已去掉，原为 {value}' },
  'why.parameter': {
    en: 'parameter {name} changed from {before} to {after}',
    zh: '参数 {name} 由 {before} 变为 {after}'
  },
  'why.tool': {
    en: 'tool {name} changed from {before} to {after}',
    zh: '工具 {name} 由 {before} 变为 {after}'
  },
  'csb.tooDeep': { en: 'nested too deeply', zh: '嵌套过深' },
  'csb.vector': { en: 'a vector that is longer than the file', zh: '有比文件还长的数组' },
  'csb.longString': { en: 'a string that is longer than the file', zh: '有比文件还长的字符串' },
  'csb.openString': { en: 'a string without its end', zh: '有没有结尾的字符串' },
  'csb.notUtf8': { en: 'a string that is not UTF-8', zh: '有不是 UTF-8 的字符串' },
  'csb.vtable': { en: 'a damaged vtable', zh: 'vtable 损坏' },
  'csb.offset': { en: 'an offset outside of the file', zh: '有指向文件之外的偏移' },
  'csb.tooMany': { en: 'more values than a csb can hold', zh: '值的数量超过 csb 所能容纳' },
  'name.tooLong': { en: 'it is longer than {most} bytes', zh: '它超过 {most} 字节' },
  'name.control': { en: 'it holds a control character', zh: '它含有控制字符' },
  'name.backslash': { en: 'it holds a backslash', zh: '它含有反斜杠' },
  'name.absolute': { en: 'it is absolute', zh: '它是绝对路径' },
  'name.outside': { en: 'it leads out of its folder', zh: '它越出所在目录' },
  'name.address': {
    en: 'it holds a character with a meaning in addresses',
    zh: '它含有在地址中有特殊含义的字符'
  },
  'tps.noFile': { en: 'it wrote {name}, which is no file', zh: '它写出的 {name} 不是文件' },
  'tps.unreadable': { en: 'its {name} cannot be read: {reason}', zh: '它的 {name} 无法读取：{reason}' },
  'tps.notWritten': {
    en: '{sheet} names {texture}, which it did not write',
    zh: '{sheet} 指定的 {texture} 没有写出'
  },
  'tps.noPicture': { en: 'its {name} is no whole picture', zh: '它的 {name} 不是完整的图片' },
  'tokens.size': { en: 'it has {size} bytes', zh: '它有 {size} 字节' },
  'tokens.noList': { en: 'it has no list "tokens"', zh: '其中没有列表 "tokens"' },
  'tokens.name': { en: 'tokens[{index}].name is no name', zh: 'tokens[{index}].name 不是名称' },
  'tokens.role': {
    en: 'tokens[{index}].role is none of read, build, admin',
    zh: 'tokens[{index}].role 不是 read、build、admin 之一'
  },
  'tokens.sha256': { en: 'tokens[{index}].sha256 is no sha256', zh: 'tokens[{index}].sha256 不是 sha256' },
  'users.noList': { en: 'it has no list "users"', zh: '其中没有列表 "users"' },
  'users.name': { en: 'users[{index}].name is no name', zh: 'users[{index}].name 不是名称' },
  'users.twice': { en: 'users[{index}].name is there twice', zh: 'users[{index}].name 重复出现' },
  'users.password': {
    en: 'users[{index}].password is no hash of scrypt',
    zh: 'users[{index}].password 不是 scrypt 散列'
  },
  'users.roles': {
    en: 'users[{index}].roles has something other than read, test, release or admin by project',
    zh: 'users[{index}].roles 中有 read、test、release、admin 以外的内容'
  },
  'oidc.claim': { en: 'its answer has no {claim}', zh: '其回答中没有 {claim}' },
  'oidc.name': { en: 'its {claim} is no name', zh: '其 {claim} 不是名称' },
  'oidc.unverified': { en: 'the address {email} is not verified there', zh: '地址 {email} 在该处未经验证' },
  'xml.expected': { en: 'expected {what}', zh: '应为 {what}' },
  'xml.endsBefore': { en: 'the file ends before </{name}>', zh: '文件在 </{name}> 之前就结束了' },
  'xml.noElement': { en: 'there is no element', zh: '没有任何元素' },
  'xml.bracket': { en: '"]]>" in text', zh: '文字中有 "]]>"' },
  'xml.endTag': { en: 'an end tag without a start tag', zh: '有结束标签而没有开始标签' },
  'xml.inEndTag': { en: 'the file ends inside an end tag', zh: '文件在结束标签中就结束了' },
  'xml.inElement': { en: 'the file ends inside <{name}>', zh: '文件在 <{name}> 中就结束了' },
  'xml.blank': { en: 'expected a blank, ">" or "/>"', zh: '应为空格、">" 或 "/>"' },
  'xml.secondRoot': { en: 'a second root element', zh: '有第二个根元素' },
  'xml.declaration': { en: 'an unknown declaration', zh: '有未知的声明' },
  'xml.inComment': { en: 'the file ends inside a comment', zh: '文件在注释中就结束了' },
  'xml.dashes': { en: '"--" inside a comment', zh: '注释中有 "--"' },
  'xml.outside': { en: 'character data outside of the root element', zh: '根元素之外有文字' },
  'xml.inCdata': { en: 'the file ends inside a CDATA section', zh: '文件在 CDATA 段中就结束了' },
  'xml.inInstruction': {
    en: 'the file ends inside a processing instruction',
    zh: '文件在处理指令中就结束了'
  },
  'xml.lateDeclaration': { en: 'an XML declaration that is not at the start', zh: 'XML 声明不在开头' },
  'xml.equals': { en: '"=" after the attribute {name}', zh: '属性 {name} 之后的 "="' },
  'xml.quoted': { en: 'a quoted value for the attribute {name}', zh: '属性 {name} 的带引号的值' },
  'xml.less': { en: '"<" in the value of the attribute {name}', zh: '属性 {name} 的值中有 "<"' },
  'xml.inAttribute': { en: 'the file ends inside the attribute {name}', zh: '文件在属性 {name} 中就结束了' },
  'xml.control': {
    en: 'the control character {code} in the attribute {name}',
    zh: '属性 {name} 中有控制字符 {code}'
  },
  'xml.attributeName': { en: 'an attribute name', zh: '属性名' },
  'xml.instructionName': { en: 'the name of a processing instruction', zh: '处理指令的名称' },
  'xml.elementName': { en: 'an element name', zh: '元素名' },
  'xml.textBefore': { en: 'text before the first element', zh: '第一个元素之前有文字' },
  'xml.textAfter': { en: 'text after the last element', zh: '最后一个元素之后有文字' }
})

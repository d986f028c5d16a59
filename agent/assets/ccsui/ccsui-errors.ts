import { defineErrors, joined, workFailed, wrongUsage } from '../../define-errors.js'

export const ccsuiErrors = defineErrors({
  CCSUI_UNREADABLE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} cannot be read: {reason}',
      zh: '无法读取 {file}：{reason}'
    }
  },
  CCSUI_NOT_PROJECT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{path} is neither a Cocos Studio project (.ccs) nor a folder.',
      zh: '{path} 既不是 Cocos Studio 工程（.ccs），也不是目录。'
    },
    hint: {
      en: 'Name the .ccs, or its folder cocosstudio.',
      zh: '请指定 .ccs 或其 cocosstudio 目录。'
    }
  },
  CCSUI_NO_CSB: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no csb file in {path}.',
      zh: '{path} 中没有 csb 文件。'
    }
  },
  CCSUI_UNRECOVERABLE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}: {nodePath} is of the class "{className}", of which nothing is known.',
      zh: '{file}：{nodePath} 的类 "{className}" 未知。'
    },
    hint: {
      en: 'Only csb with the classes of Cocos Studio are turned back into csd.',
      zh: '只有使用 Cocos Studio 自带类的 csb 才能还原为 csd。'
    }
  },
  CCSUI_LUA_CLASS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}: {nodePath} is of the class "{className}", which Lua cannot build.',
      zh: '{file}：{nodePath} 的类 "{className}" 无法用 Lua 构建。'
    },
    hint: {
      en: 'Publish this csd as csb, or without that node.',
      zh: '请将此 csd 发布为 csb，或去掉该节点。'
    }
  },
  CCSUI_NOT_FILE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} is no file: a pipe, a device or the like.',
      zh: '{file} 不是文件，而是管道、设备之类。'
    }
  },
  CCSUI_OTHER_KIND: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is a {kind} file, not a csd.',
      zh: '{file} 是 {kind} 文件，不是 csd。'
    },
    hint: {
      en: 'A csi goes to an atlas rule, a .ccs names a whole project; the others are no interfaces.',
      zh: 'csi 交给 atlas 规则，.ccs 表示整个工程；其他文件不是界面。'
    }
  },
  CCSUI_NO_INPUT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no csd file in {path}.',
      zh: '{path} 中没有 csd 文件。'
    },
    hint: {
      en: 'Name a csd file, a folder that holds some, or a Cocos Studio project (.ccs).',
      zh: '请指定 csd 文件、含有 csd 的目录，或 Cocos Studio 工程（.ccs）。'
    }
  },
  CCSUI_WRONG_ROOT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: joined(
        '{file}:{line}:{column}: <{root}> is not the root of a csd; expected <GameFile> or ',
        '<GameProjectFile>.'
      ),
      zh: '{file}:{line}:{column}：<{root}> 不是 csd 的根元素；应为 <GameFile> 或 <GameProjectFile>。'
    }
  },
  CCSUI_NO_CONTENT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <{root}> holds no <Content> without attributes.',
      zh: '{file}:{line}:{column}：<{root}> 中没有不带属性的 <Content>。'
    }
  },
  CCSUI_NO_OBJECT_DATA: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <Content> holds no <ObjectData>.',
      zh: '{file}:{line}:{column}：<Content> 中没有 <ObjectData>。'
    }
  },
  CCSUI_OLD_STUDIO: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: written by Cocos Studio {version}; 2.0 or newer is needed.',
      zh: '{file}:{line}:{column}：由 Cocos Studio {version} 保存；需要 2.0 或更新版本。'
    },
    hint: {
      en: 'Studio 1 had other files. Open the project in Studio 2.1 or newer once and save it.',
      zh: 'Studio 1 使用另一种文件。请用 2.1 或更新版本打开工程并保存一次。'
    }
  },
  CCSUI_IS_CSB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is an exported csb, not a csd.',
      zh: '{file} 是已导出的 csb，不是 csd。'
    },
    hint: {
      en: 'Name the csd that it was exported from; "packline ccsui dump" shows what a csb holds.',
      zh: '请指定导出它的 csd;"packline ccsui dump" 可查看 csb 的内容。'
    }
  },
  CCSUI_UNKNOWN_CLASS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {nodePath} is of the class "{className}", which the engine cannot load.',
      zh: '{file}:{line}:{column}：{nodePath} 的类 "{className}" 引擎无法加载。'
    },
    hint: {
      en:
        'Use a class that Cocos Studio has; set "engine" for one of axmol (RichText …), or unknownClass to ' +
        '"node" to write it as a plain Node.',
      zh: '请使用 Cocos Studio 自带的类；axmol 的类（RichText 等）请设置 "engine"，' +
        '或把 unknownClass 设为 "node"，按普通 Node 写出。'
    }
  },
  CCSUI_REFERENCE_OUTSIDE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {nodePath} names {path}, which is outside of the project.',
      zh: '{file}:{line}:{column}：{nodePath} 引用了工程之外的 {path}。'
    },
    hint: {
      en: "Paths are relative to the project's cocosstudio folder. Copy the file into the project.",
      zh: '路径相对于工程的 cocosstudio 目录。请把该文件复制到工程中。'
    }
  },
  CCSUI_MISSING_REFERENCE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The game would not find what its csb files name ({count}):\n{list}',
      zh: '游戏将找不到 csb 引用的 {count} 项内容：\n{list}'
    },
    hint: {
      en: 'Let a rule publish them, or name in "external" what the game gets in another way. ' +
        'What lies only among the sources is not in the game.',
      zh: '请让规则发布它们，或在 "external" 中列出游戏以其他方式获得的内容。只在源文件中的内容不在游戏里。'
    }
  },
  CCSUI_DUPLICATE_OUTPUT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{first} and {second} would both be written to {output}.',
      zh: '{first} 和 {second} 都会写入 {output}。'
    }
  },
  CCSUI_EXPORT_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{failed} of {total} files cannot be exported; {written} csb were written.',
      zh: '{total} 个文件中有 {failed} 个无法导出；写入了 {written} 个 csb。'
    },
    hint: {
      en: "Each file's error is above. Unless --keep-going is given, nothing is written when any fails.",
      zh: '各文件的错误见上。除非指定 --keep-going，只要有文件失败就不写入任何内容。'
    }
  },
  CCSUI_OLD_CSB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is a csb of Cocos Studio 2.0 or older (protocol buffers), which is not supported.',
      zh: '{file} 是 Cocos Studio 2.0 或更早版本的 csb（Protocol Buffers），不受支持。'
    }
  },
  CCSUI_NOT_CSB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is not a readable csb: {reason} (at byte {offset}).',
      zh: '{file} 不是可读的 csb：{reason}（字节 {offset}）。'
    }
  },
  CCSUI_WRONG_INPUT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{rule}: {tool} exports {expected} files, and {file} is none.',
      zh: '{rule}：{tool} 导出的是 {expected} 文件，而 {file} 不是。'
    },
    hint: {
      en: 'Name .ccs projects for cocos-tool, which publishes whole projects, and .csd files for the ' +
        'other exporters.',
      zh: 'cocos-tool 发布整个工程，请为它指定 .ccs；其他导出工具请指定 .csd 文件。'
    }
  },
  CCSUI_NOT_CSI: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <{root}> is not the root of a csi; expected <{expected}>.',
      zh: '{file}:{line}:{column}：<{root}> 不是 csi 的根元素；应为 <{expected}>。'
    }
  },
  CCSUI_CSI_VALUE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {attribute} is "{value}"; expected {expected}.',
      zh: '{file}:{line}:{column}：{attribute} 的值是 "{value}"；应为 {expected}。'
    }
  },
  CCSUI_CSI_ENTRY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {path} is no picture, and a sheet holds nothing else.',
      zh: '{file}:{line}:{column}：{path} 不是图片，图集中只能放图片。'
    }
  },
  CCSUI_CSI_MISSING: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} packs {path}, which is not there.',
      zh: '{file} 要打包的 {path} 不存在。'
    },
    hint: {
      en: 'Add the picture, or take it out of the sheet in Cocos Studio.',
      zh: '请补上该图片，或在 Cocos Studio 中把它从图集中移除。'
    }
  },
  CCSUI_CSI_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The pictures of {file} do not fit one page of {width}×{height}, and a csi has only one.',
      zh: '{file} 的图片放不进一页 {width}×{height}，而一个 csi 只有一页。'
    },
    hint: {
      en: 'Raise the maximum size in the csi, or split it.',
      zh: '请在 csi 中调大最大尺寸，或把它拆开。'
    }
  },
  CCSUI_CSI_MIXED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} names csi files and {include}; a csi says itself which pictures it packs.',
      zh: '规则 {rule} 同时指定了 csi 和 {include};csi 自己说明打包哪些图片。'
    },
    hint: {
      en: 'Give the other pictures a rule of their own.',
      zh: '请为其他图片另设规则。'
    }
  },
  CCSUI_CSI_TOOL: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} names csi files, which {tool} does not read; the embedded packer does.',
      zh: '规则 {rule} 指定了 csi,{tool} 无法读取；请使用内置打包器。'
    },
    hint: {
      en: 'Leave "tool" out.',
      zh: '请去掉 "tool"。'
    }
  }
})

import { defineErrors, joined, workFailed, wrongUsage } from '../../define-errors.js'

export const ccsuiErrors = defineErrors({
  CCSUI_UNREADABLE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} cannot be read: {reason}',
      zh: '无法读取 {file}：{reason}'
    },
    hint: {
      en: 'Check the path, the owner and the mode of the file.',
      zh: '请检查该文件的路径、所有者和权限。'
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
    },
    hint: {
      en: 'Name a csb file, or a folder that holds some.',
      zh: '请指定 csb 文件，或含有 csb 文件的目录。'
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
    },
    hint: {
      en: 'Name a csd file, a .ccs project or a folder.',
      zh: '请指定 csd 文件、.ccs 项目或目录。'
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
    },
    hint: {
      en: 'Name a file that Cocos Studio saved as csd.',
      zh: '请指定由 Cocos Studio 保存的 csd 文件。'
    }
  },
  CCSUI_NO_CONTENT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <{root}> holds no <Content> without attributes.',
      zh: '{file}:{line}:{column}：<{root}> 中没有不带属性的 <Content>。'
    },
    hint: {
      en: 'Open the file in Cocos Studio and save it again, or restore it from the repository.',
      zh: '请在 Cocos Studio 中打开并重新保存该文件，或从仓库恢复。'
    }
  },
  CCSUI_NO_OBJECT_DATA: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <Content> holds no <ObjectData>.',
      zh: '{file}:{line}:{column}：<Content> 中没有 <ObjectData>。'
    },
    hint: {
      en: 'Open the file in Cocos Studio and save it again, or restore it from the repository.',
      zh: '请在 Cocos Studio 中打开并重新保存该文件，或从仓库恢复。'
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
      zh: '请指定导出它的 csd；"packline ccsui dump" 可查看 csb 的内容。'
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
    },
    hint: {
      en: 'Rename one of them, or export them into two folders.',
      zh: '请重命名其中一个，或导出到两个目录。'
    }
  },
  CCSUI_EXPORT_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{failed} of {total} {total#file|files} cannot be exported; {written} csb were written.',
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
    },
    hint: {
      en: 'Export the csd with packline; without one, Cocos Studio 3.10 can import the old ' +
        'project.',
      zh: '请用 packline 导出 csd；没有 csd 时，可用 Cocos Studio 3.10 导入旧项目。'
    }
  },
  CCSUI_NOT_CSB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is not a readable csb: {reason} (at byte {offset}).',
      zh: '{file} 不是可读的 csb：{reason}（字节 {offset}）。'
    },
    hint: {
      en: 'It was cut off or is something else: export it again from its csd.',
      zh: '文件不完整或不是 csb：请从 csd 重新导出。'
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
  }
})

import Glibc
import LabRuntime

/// Finds labs by path, or by name among those that come with netlab.
enum LabFinder {
  /// The file that an argument means; the argument itself if nothing is found.
  static func path(for argument: String) -> String {
    if isPath(argument) || isFile(argument) { return argument }
    for folder in folders {
      let path = "\(folder)/\(argument).md"
      if access(path, R_OK) == 0 { return path }
    }
    return argument
  }

  /// Whether an argument cannot be the name of a lab that comes with netlab.
  private static func isPath(_ argument: String) -> Bool {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    return argument.hasSuffix(".md") || parts.count > 2
      || parts.count == 2 && !isLanguage(String(parts[0]))
  }

  /// Whether there is something to read; a folder may well be called as a lab is.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }

  /// The file of a lab that another one names: beside it, or among those that come with netlab.
  static func path(ofLab id: String, beside file: String) -> String? {
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    return (["\(folder)\(id).md"] + folders.map { "\($0)/\(id).md" })
      .first { access($0, F_OK) == 0 }
  }

  /// A lab that comes with netlab.
  struct BundledLab {
    /// What a command line calls it: `01-veth`, or `zh/01-veth` for one in another language.
    var name: String
    var path: String
  }

  /// The labs that come with netlab, in the order of their names; other languages come last.
  static var labs: [BundledLab] {
    for folder in folders {
      let labs = labs(in: folder, prefix: "")
      guard !labs.isEmpty else { continue }
      let languages = Folder.names(in: folder).filter(isLanguage)
      return labs + languages.flatMap { Self.labs(in: "\(folder)/\($0)", prefix: "\($0)/") }
    }
    return []
  }

  private static func labs(in folder: String, prefix: String) -> [BundledLab] {
    Folder.names(in: folder).filter(isLab).map {
      BundledLab(name: prefix + $0.dropLast(3), path: "\(folder)/\($0)")
    }
  }

  /// What to say when a name means no lab.
  static func advice(for argument: String) -> String? {
    guard !isPath(argument) else { return nil }
    let names = labs.map(\.name)
    if let name = names.first(where: { $0.contains(argument) }) { return "did you mean \(name)?" }
    return names.isEmpty ? nil : "`netlab list` shows the labs that come with netlab"
  }

  /// Beside the program: where it was installed, or where it was built.
  private static var folders: [String] {
    var folders: [String] = []
    guard let program = Folder.target(ofLink: "/proc/self/exe") else { return folders }
    var parts = program.split(separator: "/")
    if parts.count >= 2 {
      let share = parts.dropLast(2) + ["share", "netlab", "labs"]
      folders.append("/" + share.joined(separator: "/"))
    }
    // A build folder lies inside of the checkout whose labs are meant.
    while parts.count > 1 {
      parts.removeLast()
      let folder = "/" + parts.joined(separator: "/")
      if access("\(folder)/Package.swift", F_OK) == 0 {
        folders.append("\(folder)/labs")
        break
      }
    }
    return folders
  }

  /// A lab's name begins with its number; the folder's other files are about labs.
  private static func isLab(_ name: String) -> Bool {
    name.hasSuffix(".md") && !name.hasSuffix(".key.md") && name.first?.isNumber == true
  }

  /// A folder of labs in another language is called by its tag: `zh`, `pt-BR`.
  private static func isLanguage(_ name: String) -> Bool {
    name.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil
  }
}

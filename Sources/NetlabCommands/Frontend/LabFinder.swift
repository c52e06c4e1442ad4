import Glibc
import LabRuntime

/// Finds labs by path, or by name among those that come with netlab.
enum LabFinder {
  /// The file that an argument means; the argument itself if nothing is found.
  static func path(for argument: String) -> String {
    if argument.contains("/") || argument.hasSuffix(".md") || isFile(argument) { return argument }
    for folder in folders {
      let path = "\(folder)/\(argument).md"
      if access(path, R_OK) == 0 { return path }
    }
    return argument
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

  /// The labs that come with netlab, in the order of their names.
  static var labs: [String] {
    for folder in folders {
      let names = Folder.names(in: folder).filter(isLab)
      if !names.isEmpty { return names.map { "\(folder)/\($0)" } }
    }
    return []
  }

  /// What to say when a name means no lab.
  static func advice(for argument: String) -> String? {
    guard !argument.contains("/"), !argument.hasSuffix(".md") else { return nil }
    let ids = labs.map { String($0.split(separator: "/").last!.dropLast(3)) }
    let near = ids.filter { $0.contains(argument) }
    if let id = near.first { return "did you mean \(id)?" }
    return ids.isEmpty ? nil : "`netlab list` shows the labs that come with netlab"
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
}

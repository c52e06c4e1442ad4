/// What the probes of a block share.
struct ProbeMeans: Sendable {
  let sandbox: Sandbox
  let places: PlaceDirectory
  let listeners = ProbeListeners()
  let captures: ProbeCaptures
  let flows = ProbeFlows()

  init(sandbox: Sandbox, places: PlaceDirectory? = nil) {
    self.sandbox = sandbox
    self.places = places ?? PlaceDirectory(sandbox: sandbox)
    captures = ProbeCaptures(sandbox: sandbox)
  }
}

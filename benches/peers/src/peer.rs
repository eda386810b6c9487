//! What each peer is asked.

/// A workload as a peer takes it.
pub trait Peer {
    /// A call as the peer takes it.
    type Request;

    /// Every call, with the number of the principal that makes it.
    fn requests(&self) -> &[(usize, Self::Request)];

    /// Whether a call goes through.
    fn allows(&self, caller: usize, request: &Self::Request) -> bool;

    /// The answers, call by call.
    fn answers(&self) -> Vec<bool> {
        let requests = self.requests().iter();
        requests
            .map(|(caller, request)| self.allows(*caller, request))
            .collect()
    }

    /// How many calls are allowed.
    fn pass(&self) -> usize {
        let requests = self.requests().iter();
        requests
            .filter(|(caller, request)| self.allows(*caller, request))
            .count()
    }
}

// A disk that keeps what was not synced in memory, and forgets it when the power goes. It wraps
// SQLite's own VFS: give its name to the store's options.
//
//   ForgetfulVfs disk(random);
//   options.vfs = disk.name();
//   … commits …
//   disk.cut_power();          // open files fail from here on
//   store.reset();             // the process is gone
//   disk.restore_power();      // what is on disk now is what had been synced, and some of the rest
//
// Writes that were not synced survive each by chance and in any order, and one may be torn at a
// sector: what a real disk may do. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/random.h"

namespace walkie::testing {

class ForgetfulVfs {
 public:
  // Registers a VFS of a name of its own; gone with this object.
  explicit ForgetfulVfs(Random& random);
  ~ForgetfulVfs();
  ForgetfulVfs(const ForgetfulVfs&) = delete;
  ForgetfulVfs& operator=(const ForgetfulVfs&) = delete;

  const std::string& name() const;

  void cut_power();
  // The power goes at the n-th write or sync from now, in the middle of whatever runs.
  void cut_power_after(int writes_and_syncs);
  bool powered() const;
  void restore_power();

  // While set: writes that grow a file answer "disk full"; syncs fail.
  void set_full(bool full);
  void set_sync_fails(bool fails);

  // Whether it promises that a write leaves the bytes around it alone when the power goes, as
  // SQLite takes disks to do unless told otherwise. It does so in any case.
  void set_powersafe_overwrite(bool promised);

  std::int64_t syncs() const;
  std::int64_t writes() const;

  struct Disk;

 private:
  std::unique_ptr<Disk> disk_;
};

}  // namespace walkie::testing

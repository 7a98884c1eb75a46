// The operator's way into a running server: a Unix socket in the data folder. Its mode is 0600: the
// user who may read the database may use it, and no other.
//
// One request, one answer, one connection at a time; each must arrive within 5 s and 64 KiB.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "base/result.h"
#include "node/admin_request.h"

namespace walkie {

class AdminSocket {
 public:
  // Runs on the socket's own thread; may block (it waits for the store).
  using Handler = std::function<Result<std::string>(const AdminRequest&)>;

  // Replaces a socket file that a killed server left. The caller holds the data folder's lock.
  static Result<std::unique_ptr<AdminSocket>> open(const std::string& folder, Handler handler);
  ~AdminSocket();  // stops the thread and removes the file

  AdminSocket(const AdminSocket&) = delete;
  AdminSocket& operator=(const AdminSocket&) = delete;

 private:
  AdminSocket(std::string path, int listener, int stop, Handler handler);
  void run();
  void answer(int connection);

  const std::string path_;
  const int listener_;
  const int stop_;  // eventfd: readable when run() shall end
  const Handler handler_;
  std::thread thread_;
};

// nullopt: no server is running on this folder.
std::optional<Result<std::string>> ask_running_server(const std::string& folder,
                                                      const AdminRequest& request);

}  // namespace walkie

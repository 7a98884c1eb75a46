// AdminSocket: the operator's commands to a running server, over a Unix socket in the data folder.
// Its mode is 0600, so only the user who can read the database can use it.
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
  // Runs on the thread of the socket. May block: it waits for the store.
  using Handler = std::function<Result<std::string>(const AdminRequest&)>;

  // Replaces the socket file of a killed server. The caller must hold the lock of the data folder.
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
  const int stop_;  // eventfd: readable when run() must end
  const Handler handler_;
  std::thread thread_;
};

// nullopt: no server uses this folder.
std::optional<Result<std::string>> ask_running_server(const std::string& folder,
                                                      const AdminRequest& request);

}  // namespace walkie
